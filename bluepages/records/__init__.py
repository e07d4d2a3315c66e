"""Records: strict YAML in, a `Book` out, and the way back with comments kept."""
