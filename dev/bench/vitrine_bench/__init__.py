"""What dev/bench/run and dev/bench/profile are made of. Standard library only."""
