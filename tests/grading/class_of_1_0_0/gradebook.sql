BEGIN TRANSACTION;
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
INSERT INTO "alembic_version" VALUES('e43177bfe90b');
CREATE TABLE assignment (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(128) NOT NULL, 
	duedate DATETIME, 
	course_id VARCHAR(128) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name), 
	FOREIGN KEY(course_id) REFERENCES course (id)
);
INSERT INTO "assignment" VALUES('29e90ef3fbef4370b88c3e9cc1e0e402','tiny','2026-01-31 23:59:00.000000','chainrule');
CREATE TABLE autograde_points (
	assignment VARCHAR(128) NOT NULL, 
	cell VARCHAR(128) NOT NULL, 
	points FLOAT NOT NULL, 
	PRIMARY KEY (assignment, cell)
);
INSERT INTO "autograde_points" VALUES('tiny','double-visible',2.0);
INSERT INTO "autograde_points" VALUES('tiny','double-hidden',4.0);
CREATE TABLE base_cell (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(128) NOT NULL, 
	notebook_id VARCHAR(32) NOT NULL, 
	type VARCHAR(50), 
	PRIMARY KEY (id), 
	UNIQUE (name, notebook_id, type), 
	FOREIGN KEY(notebook_id) REFERENCES notebook (id)
);
INSERT INTO "base_cell" VALUES('598ffa78bd20457e97f93eec0bc5c7da','double-visible','d94cc97c09f84abda7d425deba021b3e','GradeCell');
INSERT INTO "base_cell" VALUES('eb598f46469b4d6ea912449695afa851','double-hidden','d94cc97c09f84abda7d425deba021b3e','GradeCell');
INSERT INTO "base_cell" VALUES('92ae6a1581744f7199f64fcc6b0ffb4e','half-visible','d94cc97c09f84abda7d425deba021b3e','GradeCell');
INSERT INTO "base_cell" VALUES('23750ea5f25647d8b3f38bbd608100b2','half-hidden','d94cc97c09f84abda7d425deba021b3e','GradeCell');
INSERT INTO "base_cell" VALUES('c6d734cc4a0349a68944e013dabde364','words','d94cc97c09f84abda7d425deba021b3e','GradeCell');
INSERT INTO "base_cell" VALUES('350fdebbabe94e9ba87d2179d02984ce','double','d94cc97c09f84abda7d425deba021b3e','SolutionCell');
INSERT INTO "base_cell" VALUES('33cc5d83e712442188888a3463dcaa69','half','d94cc97c09f84abda7d425deba021b3e','SolutionCell');
INSERT INTO "base_cell" VALUES('a77b22a0bd6547d4a034d1e71d31ef75','words','d94cc97c09f84abda7d425deba021b3e','SolutionCell');
CREATE TABLE comment (
	id VARCHAR(32) NOT NULL, 
	notebook_id VARCHAR(32), 
	cell_id VARCHAR(32), 
	auto_comment TEXT, 
	manual_comment TEXT, 
	PRIMARY KEY (id), 
	UNIQUE (cell_id, notebook_id), 
	FOREIGN KEY(notebook_id) REFERENCES submitted_notebook (id), 
	FOREIGN KEY(cell_id) REFERENCES base_cell (id)
);
INSERT INTO "comment" VALUES('4f07d3adfdaa4e5ea4d76c86aab123ed','00a6e35c40684b0e945e328ad8f2989d','350fdebbabe94e9ba87d2179d02984ce',NULL,NULL);
INSERT INTO "comment" VALUES('9acfa941bd7f4d519795322b68ddf629','00a6e35c40684b0e945e328ad8f2989d','33cc5d83e712442188888a3463dcaa69',NULL,NULL);
INSERT INTO "comment" VALUES('4b0189b8c6ee46c8a9ca54b865b75107','00a6e35c40684b0e945e328ad8f2989d','a77b22a0bd6547d4a034d1e71d31ef75',NULL,'Well said, Ada.');
INSERT INTO "comment" VALUES('9807159d5f8049d188bb44ce63150a18','2fc667bba6bd463db349b98f7c4c3485','350fdebbabe94e9ba87d2179d02984ce',NULL,NULL);
INSERT INTO "comment" VALUES('0be62e893a6f46f3b81addf0e4fa5f30','2fc667bba6bd463db349b98f7c4c3485','33cc5d83e712442188888a3463dcaa69','Not for odd numbers.',NULL);
INSERT INTO "comment" VALUES('5eadf838b52b476e827bcb43ae1d91c0','2fc667bba6bd463db349b98f7c4c3485','a77b22a0bd6547d4a034d1e71d31ef75',NULL,NULL);
INSERT INTO "comment" VALUES('2846fdceaf7e4357a4ff2e248f34fd24','416f24ec07a04b55bfcbed4603b6cf91','350fdebbabe94e9ba87d2179d02984ce','No answer.',NULL);
INSERT INTO "comment" VALUES('a238dfa588f94b89a61d557245fb9ab4','416f24ec07a04b55bfcbed4603b6cf91','33cc5d83e712442188888a3463dcaa69','No answer.',NULL);
INSERT INTO "comment" VALUES('9fe827a46ca74e8a8847cfc1853df99f','416f24ec07a04b55bfcbed4603b6cf91','a77b22a0bd6547d4a034d1e71d31ef75','No answer.',NULL);
INSERT INTO "comment" VALUES('f3c40dde1afe4881af6695f9433b0e19','00f41efa0aa74909b5c353687a019f0d','350fdebbabe94e9ba87d2179d02984ce',NULL,NULL);
INSERT INTO "comment" VALUES('2e2a5e08cf3b45c1b425a3e671d64bac','00f41efa0aa74909b5c353687a019f0d','33cc5d83e712442188888a3463dcaa69',NULL,NULL);
INSERT INTO "comment" VALUES('73a183184d064977826270368571db7c','00f41efa0aa74909b5c353687a019f0d','a77b22a0bd6547d4a034d1e71d31ef75',NULL,NULL);
INSERT INTO "comment" VALUES('583af10b2e1b4231a0b7d8c5ead9f2d2','ba508fba16c749f3948c058740b12ee1','350fdebbabe94e9ba87d2179d02984ce',NULL,NULL);
INSERT INTO "comment" VALUES('ae2e2ef9a3fb4965a1ecaa263db91c90','ba508fba16c749f3948c058740b12ee1','33cc5d83e712442188888a3463dcaa69',NULL,NULL);
INSERT INTO "comment" VALUES('99be8871a44e449db5540b6ef28fd00d','ba508fba16c749f3948c058740b12ee1','a77b22a0bd6547d4a034d1e71d31ef75',NULL,NULL);
CREATE TABLE course (
	id VARCHAR(128) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (id)
);
INSERT INTO "course" VALUES('chainrule');
INSERT INTO "course" VALUES('default_course');
CREATE TABLE grade (
	id VARCHAR(32) NOT NULL, 
	notebook_id VARCHAR(32), 
	cell_id VARCHAR(32), 
	auto_score FLOAT, 
	manual_score FLOAT, 
	extra_credit FLOAT, 
	needs_manual_grade BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (cell_id, notebook_id), 
	FOREIGN KEY(notebook_id) REFERENCES submitted_notebook (id), 
	FOREIGN KEY(cell_id) REFERENCES base_cell (id)
);
INSERT INTO "grade" VALUES('d6f547cd45ca4cc4b0fa58a0825617d8','00a6e35c40684b0e945e328ad8f2989d','598ffa78bd20457e97f93eec0bc5c7da',2.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('02c2b421c1634dee840fb7fd33594bcb','00a6e35c40684b0e945e328ad8f2989d','eb598f46469b4d6ea912449695afa851',4.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('cebcc6e1d41a46c29c575711231e7bb7','00a6e35c40684b0e945e328ad8f2989d','92ae6a1581744f7199f64fcc6b0ffb4e',1.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('5f1cf555ef764a59884527d85b50e7fe','00a6e35c40684b0e945e328ad8f2989d','23750ea5f25647d8b3f38bbd608100b2',2.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('cb9501319675445d807d0a9b0a60d3b2','00a6e35c40684b0e945e328ad8f2989d','c6d734cc4a0349a68944e013dabde364',NULL,3.0,NULL,1);
INSERT INTO "grade" VALUES('f65fb9b115db4e729dad6d4d062ecdce','2fc667bba6bd463db349b98f7c4c3485','598ffa78bd20457e97f93eec0bc5c7da',2.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('3df716e9c18248cfa8dd6eacc6ec1f05','2fc667bba6bd463db349b98f7c4c3485','eb598f46469b4d6ea912449695afa851',4.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('99adb531adf54d7194f362b58d6a4269','2fc667bba6bd463db349b98f7c4c3485','92ae6a1581744f7199f64fcc6b0ffb4e',1.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('c2b77639347c412690db2ffc228c6e59','2fc667bba6bd463db349b98f7c4c3485','23750ea5f25647d8b3f38bbd608100b2',0.0,1.5,NULL,1);
INSERT INTO "grade" VALUES('7d2a49878ba341d69ba7abd7658a1ec8','2fc667bba6bd463db349b98f7c4c3485','c6d734cc4a0349a68944e013dabde364',NULL,NULL,NULL,1);
INSERT INTO "grade" VALUES('11f538299ac348d4aa6c6e030df0efeb','416f24ec07a04b55bfcbed4603b6cf91','598ffa78bd20457e97f93eec0bc5c7da',0.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('7a67b4274e2c4bcf9d12da855e18d355','416f24ec07a04b55bfcbed4603b6cf91','eb598f46469b4d6ea912449695afa851',0.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('f0f162c0817f41e48d79f1396d403be1','416f24ec07a04b55bfcbed4603b6cf91','92ae6a1581744f7199f64fcc6b0ffb4e',0.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('d45483721a284aa89fcf63b24b33c38b','416f24ec07a04b55bfcbed4603b6cf91','23750ea5f25647d8b3f38bbd608100b2',0.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('8acd6400c5b841a18c1e9ddf76400adf','416f24ec07a04b55bfcbed4603b6cf91','c6d734cc4a0349a68944e013dabde364',0.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('445ae95baf5e45e489a312ba3fe941ca','00f41efa0aa74909b5c353687a019f0d','598ffa78bd20457e97f93eec0bc5c7da',2.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('9846d991688749df92bcade35788bea4','00f41efa0aa74909b5c353687a019f0d','eb598f46469b4d6ea912449695afa851',4.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('a54f01c1d7464aaf8eb52f6bbfa0811e','00f41efa0aa74909b5c353687a019f0d','92ae6a1581744f7199f64fcc6b0ffb4e',1.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('0c902821de8c4eab8a9b3b1d3f86695b','00f41efa0aa74909b5c353687a019f0d','23750ea5f25647d8b3f38bbd608100b2',2.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('3bde07a3e2674390a302b47feb8eab43','00f41efa0aa74909b5c353687a019f0d','c6d734cc4a0349a68944e013dabde364',NULL,NULL,NULL,1);
INSERT INTO "grade" VALUES('d460a08b025d4e6989a4a7a49a2de8e6','ba508fba16c749f3948c058740b12ee1','598ffa78bd20457e97f93eec0bc5c7da',0.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('bd0f61fc4f95420f9e20d65955f66c47','ba508fba16c749f3948c058740b12ee1','eb598f46469b4d6ea912449695afa851',0.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('894dbb9e0ded4f85adb30fd398ba6d70','ba508fba16c749f3948c058740b12ee1','92ae6a1581744f7199f64fcc6b0ffb4e',0.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('6b5fd9777e124879839a7453959475c2','ba508fba16c749f3948c058740b12ee1','23750ea5f25647d8b3f38bbd608100b2',0.0,NULL,NULL,0);
INSERT INTO "grade" VALUES('93f7ff52688246c1b3cbaa484e0bb605','ba508fba16c749f3948c058740b12ee1','c6d734cc4a0349a68944e013dabde364',0.0,NULL,NULL,0);
CREATE TABLE grade_cells (
	id VARCHAR(32) NOT NULL, 
	max_score FLOAT NOT NULL, 
	cell_type VARCHAR(8) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(id) REFERENCES base_cell (id)
);
INSERT INTO "grade_cells" VALUES('598ffa78bd20457e97f93eec0bc5c7da',2.0,'code');
INSERT INTO "grade_cells" VALUES('eb598f46469b4d6ea912449695afa851',4.0,'code');
INSERT INTO "grade_cells" VALUES('92ae6a1581744f7199f64fcc6b0ffb4e',1.0,'code');
INSERT INTO "grade_cells" VALUES('23750ea5f25647d8b3f38bbd608100b2',2.0,'code');
INSERT INTO "grade_cells" VALUES('c6d734cc4a0349a68944e013dabde364',4.0,'markdown');
CREATE TABLE notebook (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(128) NOT NULL, 
	assignment_id VARCHAR(32), 
	kernelspec VARCHAR(1024), 
	PRIMARY KEY (id), 
	UNIQUE (name, assignment_id), 
	FOREIGN KEY(assignment_id) REFERENCES assignment (id)
);
INSERT INTO "notebook" VALUES('d94cc97c09f84abda7d425deba021b3e','tiny','29e90ef3fbef4370b88c3e9cc1e0e402','{"display_name": "Python 3", "language": "python", "name": "python3"}');
CREATE TABLE solution_cells (
	id VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(id) REFERENCES base_cell (id)
);
INSERT INTO "solution_cells" VALUES('350fdebbabe94e9ba87d2179d02984ce');
INSERT INTO "solution_cells" VALUES('33cc5d83e712442188888a3463dcaa69');
INSERT INTO "solution_cells" VALUES('a77b22a0bd6547d4a034d1e71d31ef75');
CREATE TABLE source_cell (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(128) NOT NULL, 
	cell_type VARCHAR(8) NOT NULL, 
	locked BOOLEAN NOT NULL, 
	source TEXT, 
	checksum VARCHAR(128), 
	notebook_id VARCHAR(32), 
	PRIMARY KEY (id), 
	UNIQUE (name, notebook_id), 
	FOREIGN KEY(notebook_id) REFERENCES notebook (id)
);
INSERT INTO "source_cell" VALUES('e10a28a92a8a42b481efab4402a4963d','imports','code',1,'import math','15b35e16331debe4597e245059344f2e','d94cc97c09f84abda7d425deba021b3e');
INSERT INTO "source_cell" VALUES('10f796fefd8647d099ae810fe1fb63ab','double','code',0,'def double(x):
    # YOUR CODE HERE
    raise NotImplementedError()
','fe3373b5b95215f3a2ae01afccc21c81','d94cc97c09f84abda7d425deba021b3e');
INSERT INTO "source_cell" VALUES('c5dace64a99a4c73bb3444c2f810baa5','double-visible','code',1,'assert double(2) == 4, "double(2) should be 4."','eac65f4fcb06c32585d2cc313f26af86','d94cc97c09f84abda7d425deba021b3e');
INSERT INTO "source_cell" VALUES('8c526b5020e04f8d9dfca93341305a22','double-hidden','code',1,'# A hidden check.
### BEGIN HIDDEN TESTS
assert double(71) == 142, "Wrong for 71."
### END HIDDEN TESTS','ea713962c8033d31fec20a0606d8a1f9','d94cc97c09f84abda7d425deba021b3e');
INSERT INTO "source_cell" VALUES('ae22681b3ca7478db8243de8496e2e26','half','code',0,'def half(x):
    # YOUR CODE HERE
    raise NotImplementedError()
','072bbe3428ffaf4a34c6fd02a0b73ca0','d94cc97c09f84abda7d425deba021b3e');
INSERT INTO "source_cell" VALUES('99a0fd90efad4ce98c5ec92d1074c3af','half-visible','code',1,'assert half(2) == 1, "half(2) should be 1."','f238c750537dfadd9fe4339b8f5594dd','d94cc97c09f84abda7d425deba021b3e');
INSERT INTO "source_cell" VALUES('f6112324d75b43268d256a263561044d','half-hidden','code',1,'# A hidden check.
### BEGIN HIDDEN TESTS
assert math.isclose(half(71), 35.5), "Not for odd numbers."
### END HIDDEN TESTS','32de2f7cc4053e5cf09440e8c824ac47','d94cc97c09f84abda7d425deba021b3e');
INSERT INTO "source_cell" VALUES('cdbaf48bbad34256b4bed19d3ab3d356','words','markdown',0,'YOUR ANSWER HERE','9635fd265b90416ac538b1cfa4d34654','d94cc97c09f84abda7d425deba021b3e');
CREATE TABLE student (
	id VARCHAR(128) NOT NULL, 
	first_name VARCHAR(128), 
	last_name VARCHAR(128), 
	email VARCHAR(128), 
	lms_user_id VARCHAR(128), 
	PRIMARY KEY (id)
);
INSERT INTO "student" VALUES('ada','Ada','Doe','ada@example.org',NULL);
INSERT INTO "student" VALUES('bob','Bob','Doe','bob@example.org',NULL);
INSERT INTO "student" VALUES('cyd','Cyd','Doe','cyd@example.org',NULL);
INSERT INTO "student" VALUES('dan','Dan','Doe','dan@example.org',NULL);
INSERT INTO "student" VALUES('eve','Eve','Doe','eve@example.org',NULL);
INSERT INTO "student" VALUES('flo','Flo','Doe','flo@example.org',NULL);
CREATE TABLE submitted_assignment (
	id VARCHAR(32) NOT NULL, 
	assignment_id VARCHAR(32), 
	student_id VARCHAR(128), 
	timestamp DATETIME, 
	extension DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (assignment_id, student_id), 
	FOREIGN KEY(assignment_id) REFERENCES assignment (id), 
	FOREIGN KEY(student_id) REFERENCES student (id)
);
INSERT INTO "submitted_assignment" VALUES('ea238d9bc1484bd699ab39e4b2d9bf2c','29e90ef3fbef4370b88c3e9cc1e0e402','ada','2026-01-30 10:00:00.000000',NULL);
INSERT INTO "submitted_assignment" VALUES('afc62da08e8e4d9098eeda41cb7e707c','29e90ef3fbef4370b88c3e9cc1e0e402','bob','2026-01-30 10:00:00.000000',NULL);
INSERT INTO "submitted_assignment" VALUES('a9291f4ee9e24899b0040d593a52c059','29e90ef3fbef4370b88c3e9cc1e0e402','cyd',NULL,NULL);
INSERT INTO "submitted_assignment" VALUES('46d907b9037649208191c2db5e199e64','29e90ef3fbef4370b88c3e9cc1e0e402','dan','2026-02-02 10:00:00.000000',NULL);
INSERT INTO "submitted_assignment" VALUES('f077d2eb0d3248608305e41ffc207b8e','29e90ef3fbef4370b88c3e9cc1e0e402','eve',NULL,NULL);
CREATE TABLE submitted_notebook (
	id VARCHAR(32) NOT NULL, 
	assignment_id VARCHAR(32), 
	notebook_id VARCHAR(32), 
	flagged BOOLEAN, 
	late_submission_penalty FLOAT, 
	PRIMARY KEY (id), 
	UNIQUE (notebook_id, assignment_id), 
	FOREIGN KEY(assignment_id) REFERENCES submitted_assignment (id), 
	FOREIGN KEY(notebook_id) REFERENCES notebook (id)
);
INSERT INTO "submitted_notebook" VALUES('00a6e35c40684b0e945e328ad8f2989d','ea238d9bc1484bd699ab39e4b2d9bf2c','d94cc97c09f84abda7d425deba021b3e',0,NULL);
INSERT INTO "submitted_notebook" VALUES('2fc667bba6bd463db349b98f7c4c3485','afc62da08e8e4d9098eeda41cb7e707c','d94cc97c09f84abda7d425deba021b3e',0,NULL);
INSERT INTO "submitted_notebook" VALUES('416f24ec07a04b55bfcbed4603b6cf91','a9291f4ee9e24899b0040d593a52c059','d94cc97c09f84abda7d425deba021b3e',0,NULL);
INSERT INTO "submitted_notebook" VALUES('00f41efa0aa74909b5c353687a019f0d','46d907b9037649208191c2db5e199e64','d94cc97c09f84abda7d425deba021b3e',0,1.8);
INSERT INTO "submitted_notebook" VALUES('ba508fba16c749f3948c058740b12ee1','f077d2eb0d3248608305e41ffc207b8e','d94cc97c09f84abda7d425deba021b3e',0,NULL);
CREATE TABLE task_cells (
	id VARCHAR(32) NOT NULL, 
	max_score FLOAT NOT NULL, 
	cell_type VARCHAR(8) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(id) REFERENCES base_cell (id)
);
COMMIT;
