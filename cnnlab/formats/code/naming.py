"""What layers are called in code: by their ids, but for words that Python, PyTorch or the code itself needs."""

from __future__ import annotations

import keyword
from collections.abc import Collection, Iterable, Mapping

# What the code uses itself, in either style: weights are named alike, so one file of weights serves both.
_OWN = frozenset(
    {"F", "Net", "OrderedDict", "Path", "build", "load_file", "net", "nn", "run", "self", "torch", "w", "x"}
)

# What every `torch.nn.Module` or `nn.Sequential` has already. A test holds it against PyTorch.
_OF_MODULES = """
T_destination _apply _backward_hooks _backward_pre_hooks _buffers _call_impl _compiled_call_impl _forward_hooks
_forward_hooks_always_called _forward_hooks_with_kwargs _forward_pre_hooks _forward_pre_hooks_with_kwargs
_get_backward_hooks _get_backward_pre_hooks _get_item_by_idx _get_name _is_full_backward_hook _load_from_state_dict
_load_state_dict_post_hooks _load_state_dict_pre_hooks _maybe_warn_non_full_backward_hook _modules _named_members
_non_persistent_buffers_set _parameters _register_load_state_dict_pre_hook _register_state_dict_hook
_replicate_for_data_parallel _save_to_state_dict _slow_forward _state_dict_hooks _state_dict_pre_hooks _version
_wrapped_call_impl add_module append apply bfloat16 buffers call_super_init children compile cpu cuda double
dump_patches eval extend extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half insert
ipu load_state_dict modules mtia named_buffers named_children named_modules named_parameters parameters pop
register_backward_hook register_buffer register_forward_hook register_forward_pre_hook register_full_backward_hook
register_full_backward_pre_hook register_load_state_dict_post_hook register_load_state_dict_pre_hook register_module
register_parameter register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state
set_submodule share_memory state_dict to to_empty train training type xpu zero_grad
"""
_TAKEN = _OWN | frozenset(_OF_MODULES.split())


def code_names(ids: Iterable[str]) -> Mapping[str, str]:
    """A name for each id: the id itself where it is free to be one, else with an underscore behind it.

    No two are equal. The names are those of modules, of variables and of the tensors in the file of weights.
    """
    ids = tuple(ids)
    names = {layer_id: layer_id for layer_id in ids if not _is_taken(layer_id)}
    taken = set(ids)
    for layer_id in ids:
        if layer_id not in names:
            # Python changes names with two underscores in front inside a class.
            names[layer_id] = free_name(f"{layer_id.lstrip('_') or 'layer'}_", taken)
            taken.add(names[layer_id])
    return names


def _is_taken(name: str) -> bool:
    return keyword.iskeyword(name) or name.startswith("__") or name in _TAKEN


def free_name(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, or with a number behind it if it is taken already or has another meaning."""
    name, number = wanted, 1
    while name in taken or _is_taken(name):
        number += 1
        name = f"{wanted.rstrip('_')}_{number}"
    return name
