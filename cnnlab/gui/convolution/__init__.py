"""Convolution proper: signals slid over each other, a kernel flipped, and the same sums as a product of matrices."""
