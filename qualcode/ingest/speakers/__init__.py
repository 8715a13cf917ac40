"""Blocks to turns: labels, who asks, and where each turn begins and ends."""
