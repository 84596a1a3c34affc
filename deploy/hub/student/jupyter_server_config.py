"""What holds for every student's Jupyter server; a student can change it for their own only."""

c = get_config()  # noqa: F821

# By TCP, other accounts of this machine could listen to what a kernel prints: messages are signed,
# not encrypted. These sockets are files in the student's own folder.
c.KernelManager.transport = "ipc"
