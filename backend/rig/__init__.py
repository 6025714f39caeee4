"""What the bench and the proofs both stand on: the product as a user starts it, processes, HTTP as bytes."""
