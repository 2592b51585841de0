"""One element explained: patch × slice = products, sums, bias, value, or the formula of what is no weighted sum."""
