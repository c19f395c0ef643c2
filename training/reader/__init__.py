"""The reader's training: examples, model, loop and measures. `python -m training.train_reader` runs it whole."""
