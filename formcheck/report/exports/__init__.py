"""Sessions for other programs: CSV, JSON, TRC, MOT, Parquet. Numbers and landmarks alone, never a picture."""
