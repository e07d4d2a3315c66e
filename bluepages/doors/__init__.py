"""The doors without an account: one definition of the web forms, what was sent, and whether it can be taken.

    definition (schema/webforms.yaml) -> submission (what somebody sent, cleaned) -> problems (what they must mend)

The pages and the relay show the forms from here (`site.webforms`), the browser gets its instant checks from here
(`rules.for_browser`), and `intake.web` makes of a submission what an issue form would have made.
"""
