"""What goes out beside the pages. In: a site and facts of the thesis. Out: metadata, exports, what the search knows,
the policy of each page, and the book."""
