"""What a clinician reads: reports, trends and exports made from the store's records."""
