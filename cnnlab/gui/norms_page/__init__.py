"""The page of norms: five ways to treat the same activations, and which cells share mean and variance."""
