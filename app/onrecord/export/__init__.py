"""Export: the text alone for the public folder, the approver's sheet for the internal one."""
