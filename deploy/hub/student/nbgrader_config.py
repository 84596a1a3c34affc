"""Where students' Assignment List fetches from and hands in to."""

c = get_config()

c.CourseDirectory.course_id = "chainrule"
c.Exchange.root = "@EXCHANGE@"
