PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE document (
	file_path VARCHAR NOT NULL, 
	file_hash VARCHAR NOT NULL, 
	PRIMARY KEY (file_path)
);
INSERT INTO document VALUES('interview.txt','8c419a9dfab632b55510218491910544692177b0');
CREATE TABLE code (
	name VARCHAR NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO code VALUES('tillid');
INSERT INTO code VALUES('folk');
INSERT INTO code VALUES('penge');
CREATE TABLE coder (
	name VARCHAR NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO coder VALUES('ana');
INSERT INTO coder VALUES('bo');
CREATE TABLE document_index (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	time_series BOOLEAN NOT NULL, 
	document_id VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (document_id, name), 
	FOREIGN KEY(document_id) REFERENCES document (file_path)
);
INSERT INTO document_index VALUES(1,'paragraphs',0,'interview.txt');
CREATE TABLE coded_line (
	id INTEGER NOT NULL, 
	line INTEGER NOT NULL, 
	coder_id VARCHAR NOT NULL, 
	code_id VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(coder_id) REFERENCES coder (name), 
	FOREIGN KEY(code_id) REFERENCES code (name)
);
INSERT INTO coded_line VALUES(1,3,'ana','folk');
INSERT INTO coded_line VALUES(2,2,'ana','penge');
INSERT INTO coded_line VALUES(3,2,'ana','tillid');
INSERT INTO coded_line VALUES(4,0,'bo','tillid');
CREATE TABLE location (
	id INTEGER NOT NULL, 
	start_line INTEGER NOT NULL, 
	end_line INTEGER NOT NULL, 
	document_index_id INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CHECK (start_line <= end_line), 
	FOREIGN KEY(document_index_id) REFERENCES document_index (id)
);
INSERT INTO location VALUES(1,0,2,1);
INSERT INTO location VALUES(2,2,4,1);
CREATE TABLE coded_line_location_association (
	coded_line_id INTEGER NOT NULL, 
	location_id INTEGER NOT NULL, 
	PRIMARY KEY (coded_line_id, location_id), 
	FOREIGN KEY(coded_line_id) REFERENCES coded_line (id), 
	FOREIGN KEY(location_id) REFERENCES location (id)
);
INSERT INTO coded_line_location_association VALUES(1,2);
INSERT INTO coded_line_location_association VALUES(2,2);
INSERT INTO coded_line_location_association VALUES(3,2);
INSERT INTO coded_line_location_association VALUES(4,1);
COMMIT;
