"""Makes the example projects and their pictures: `python -m tools.examples` writes them into `resources/examples/`."""
