"""Provider records as HSDS 3.1 objects, checked against our own statement of the standard in `schema/hsds/`."""
