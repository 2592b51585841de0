from __future__ import annotations

import pytest

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.gui.inspector.help_text import first_sentence, help_html


@pytest.mark.parametrize("kind", list(kinds_by_id()))
def test_every_block_says_in_one_sentence_what_it_does(kind: str) -> None:
    sentence = first_sentence(kinds_by_id()[kind].help())
    assert 10 < len(sentence) < 130
    assert "\n" not in sentence
    assert sentence.endswith(".")


def test_the_whole_help_is_there_and_its_signs_are_escaped() -> None:
    html = help_html("One < two.\n\nA line\nthat goes on.\n\nShape:\n    - Input: [b]\n    - Output: [c]")
    assert "One &lt; two." in html
    assert "A line that goes on." in html
    assert "Shape:<br>Input: [b]<br>Output: [c]" in html
