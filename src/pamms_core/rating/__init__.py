"""How answers become ratings: methods, the engine, outcomes and their explanation."""
