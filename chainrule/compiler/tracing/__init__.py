"""Recording a step on arrays that remember what was done to them."""
