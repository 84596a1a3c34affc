"""The host's side: starts students' processes and judges from outside of them."""
