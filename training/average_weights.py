"""Averages the weights at the end of several runs of one model, number by number.

    python -m training.average_weights --target FILE FILE...

The runs start from the same weights and see the same data in another order (`training.train_reader --seed`). Their
mean reads better than each of them and costs no more (Wortsman et al. 2022, "Model soups"); runs that never speak to
each other can go on different machines (Wortsman et al. 2022, "lo-fi").
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.torch_encoder import mean_of


def main() -> None:
    """Average."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", type=Path, required=True, help="the file to write (safetensors)")
    parser.add_argument("weights", type=Path, nargs="+", help="`final.safetensors` of each run")
    options = parser.parse_args()
    mean_of(options.weights, options.target)
    print(f"{options.target}: mean of {len(options.weights)}")


if __name__ == "__main__":
    main()
