"""Places, times, quantities, actors and event types: what a statement speaks of."""
