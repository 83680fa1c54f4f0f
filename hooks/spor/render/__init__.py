"""From a trace to HTML. In: a trace, a locale and the addresses of the pages. Out: links, citations, panels and views,
for the Markdown extension to put into the pages; `theme/` holds what differs from Material."""
