"""What a page says of itself to machines and to who wants to cite it. In: a publication and a page. Out: HTML."""
