"""The right panel: parameters, slices and the kernel grid of the selected layer."""
