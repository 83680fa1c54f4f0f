"""The map: the trace drawn in columns, laid out when the site is built. Imports run one way: graph, layout, view."""
