"""What starts students' processes and judges from outside of them."""
