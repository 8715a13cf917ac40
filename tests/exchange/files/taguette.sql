PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE users (
	login VARCHAR(30) NOT NULL, 
	created DATETIME NOT NULL, 
	hashed_password VARCHAR(192), 
	disabled BOOLEAN NOT NULL, 
	password_set_date DATETIME, 
	language VARCHAR(10), 
	email VARCHAR(256), 
	email_sent DATETIME, 
	CONSTRAINT pk_users PRIMARY KEY (login)
);
INSERT INTO users VALUES('admin','2026-11-30 00:52:16.393513',NULL,0,NULL,NULL,NULL,NULL);
CREATE TABLE projects (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(200) NOT NULL, 
	description TEXT NOT NULL, 
	created DATETIME NOT NULL
);
INSERT INTO projects VALUES(1,'Prøve & test','A study','2026-11-30 00:52:16.399963');
CREATE TABLE project_members (
	project_id INTEGER NOT NULL, 
	user_login VARCHAR(30) NOT NULL, 
	privileges VARCHAR(11) NOT NULL, 
	CONSTRAINT pk_project_members PRIMARY KEY (project_id, user_login), 
	CONSTRAINT fk_project_members_project_id_projects FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE, 
	CONSTRAINT fk_project_members_user_login_users FOREIGN KEY(user_login) REFERENCES users (login) ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO project_members VALUES(1,'admin','ADMIN');
CREATE TABLE documents (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(200) NOT NULL, 
	description TEXT NOT NULL, 
	filename VARCHAR(200) NOT NULL, 
	created DATETIME NOT NULL, 
	project_id INTEGER NOT NULL, 
	text_direction VARCHAR(13) NOT NULL, 
	contents TEXT NOT NULL, 
	CONSTRAINT fk_documents_project_id_projects FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
);
INSERT INTO documents VALUES(1,'P1.docx','første','P1.docx','2026-11-30 00:52:16.408637',1,'LEFT_TO_RIGHT','<p>I: Hvad er data? 😀</p><p>Anna: Vi har <b>ikke folk</b> &amp; penge.<br>Ny linje</p><ul><li>et</li><li>to</li></ul>');
CREATE TABLE commands (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	date DATETIME NOT NULL, 
	user_login VARCHAR(30) NOT NULL, 
	project_id INTEGER NOT NULL, 
	document_id INTEGER, 
	payload TEXT NOT NULL, 
	CONSTRAINT fk_commands_user_login_users FOREIGN KEY(user_login) REFERENCES users (login) ON UPDATE CASCADE, 
	CONSTRAINT fk_commands_project_id_projects FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
);
INSERT INTO commands VALUES(1,'2026-11-30 00:52:16.437184','admin',1,1,'{"end_offset": 43, "highlight_id": 1, "start_offset": 34, "tags": [1, 2], "type": "highlight_add"}');
INSERT INTO commands VALUES(2,'2026-11-30 00:52:16.445088','admin',1,1,'{"end_offset": 51, "highlight_id": 2, "start_offset": 46, "tags": [1], "type": "highlight_add"}');
INSERT INTO commands VALUES(3,'2026-11-30 00:52:16.446386','admin',1,1,'{"end_offset": 15, "highlight_id": 3, "start_offset": 11, "tags": [], "type": "highlight_add"}');
CREATE TABLE tags (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	project_id INTEGER NOT NULL, 
	path VARCHAR(200) NOT NULL, 
	description TEXT NOT NULL, 
	CONSTRAINT uq_tags_project_id UNIQUE (project_id, path), 
	CONSTRAINT fk_tags_project_id_projects FOREIGN KEY(project_id) REFERENCES projects (id) ON DELETE CASCADE
);
INSERT INTO tags VALUES(1,1,'kapacitet','Hvad kan');
INSERT INTO tags VALUES(2,1,'kapacitet.folk','');
CREATE TABLE highlights (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	document_id INTEGER NOT NULL, 
	start_offset INTEGER NOT NULL, 
	end_offset INTEGER NOT NULL, 
	snippet TEXT NOT NULL, 
	CONSTRAINT fk_highlights_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
INSERT INTO highlights VALUES(1,1,34,43,'<p><b>ikke folk</b></p>');
INSERT INTO highlights VALUES(2,1,46,51,'<p>penge</p>');
INSERT INTO highlights VALUES(3,1,11,15,'<p>data</p>');
CREATE TABLE highlight_tags (
	highlight_id INTEGER NOT NULL, 
	tag_id INTEGER NOT NULL, 
	CONSTRAINT pk_highlight_tags PRIMARY KEY (highlight_id, tag_id), 
	CONSTRAINT fk_highlight_tags_highlight_id_highlights FOREIGN KEY(highlight_id) REFERENCES highlights (id) ON DELETE CASCADE, 
	CONSTRAINT fk_highlight_tags_tag_id_tags FOREIGN KEY(tag_id) REFERENCES tags (id) ON DELETE CASCADE
);
INSERT INTO highlight_tags VALUES(1,1);
INSERT INTO highlight_tags VALUES(1,2);
INSERT INTO highlight_tags VALUES(2,1);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO alembic_version VALUES('db5e31a0233d');
COMMIT;
