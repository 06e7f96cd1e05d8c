"""The import page: an inbox of reports, looked at before anything is stored."""
