"""How a network is judged and how it goes downhill: losses, landscapes, runs, layers."""
