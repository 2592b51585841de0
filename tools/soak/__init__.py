"""A long run of the real window with live frames and a hand that does everything at random."""
