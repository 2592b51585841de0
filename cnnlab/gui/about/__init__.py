"""What there is to say about the program: versions, machine, log."""
