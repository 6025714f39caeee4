"""What is promised of faults and races, proved on real servers: `docs/explanation/proofs.md` tells how."""
