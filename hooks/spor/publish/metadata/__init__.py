"""What a page says about itself: how to cite it, and its metadata for machines."""
