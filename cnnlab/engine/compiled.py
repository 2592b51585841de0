"""How much of what torch compiles for convolutions is kept."""

from __future__ import annotations

import os
from collections.abc import MutableMapping

_KEPT = "256"  # of each kind; a stack of ten layers needs some dozens


def keep_few_compiled(environment: MutableMapping[str, str] = os.environ) -> None:
    """Let oneDNN forget what it compiled long ago. Call before torch is imported.

    It compiles machine code for every shape and every setting of a convolution, torch keeps a description beside it,
    and each keeps 1024 of them, some 40 KB apiece. To networks that never change that is nothing; where a person turns
    sizes, strides and channels over and over, a hundred megabytes fill up that are never used again. A choice that the
    user has made is left alone. Source of the variables: oneDNN's guide on its primitive cache; ideep's lru_cache.hpp.
    """
    for name in ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY"):
        environment.setdefault(name, _KEPT)
