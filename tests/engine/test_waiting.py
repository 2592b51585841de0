"""How threads wait is chosen unless the user has."""

from __future__ import annotations

from cnnlab.engine.waiting import wait_briefly


def test_threads_wait_briefly() -> None:
    environment: dict[str, str] = {}
    wait_briefly(environment)
    assert environment == {"GOMP_SPINCOUNT": "2000"}


def test_a_choice_of_the_user_stays() -> None:
    for chosen in ({"OMP_WAIT_POLICY": "active"}, {"GOMP_SPINCOUNT": "7"}):
        environment = dict(chosen)
        wait_briefly(environment)
        assert environment == chosen
