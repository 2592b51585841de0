"""CNN Lab: see and touch what a convolutional network does."""

__version__ = "0.1.0"
