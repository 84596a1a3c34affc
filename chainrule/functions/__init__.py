"""Functions beside the table's, under PyTorch's names and with its signatures.

Most are made of the table's operations and so need no derivative of their own. They take tensors
and arrays; of arrays they make arrays. `import chainrule as cr` has them all: `cr.squeeze(x)`.
"""
