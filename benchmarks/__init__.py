"""How fast the engine is, beside the same network written as a SimPy textbook would."""
