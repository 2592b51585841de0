"""`cnnlab bench`: what the program costs beside the bare network, as ratios taken in one run."""
