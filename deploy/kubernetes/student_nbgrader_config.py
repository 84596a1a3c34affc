"""Where students' Assignment List fetches from and hands in to."""

import os

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "chainrule"
c.Exchange.root = "/srv/exchange"
# The number that the server runs as has no name in the image. Collecting does not believe this
# name: it is to belong to the number (spawning.py).
c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]
