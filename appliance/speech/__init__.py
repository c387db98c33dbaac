"""Text becomes prompt files: names, cache, and the renderer that runs in a process of its own."""
