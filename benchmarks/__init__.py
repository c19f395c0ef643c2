"""What is measured, by scripts that anyone can run. Results, with the machine named, go to `benchmarks/results/`."""
