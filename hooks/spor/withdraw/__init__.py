"""An informant may withdraw: takes the words out of a project before it is rendered, and says what must be mended."""
