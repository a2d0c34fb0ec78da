"""Reports as files and screens for people: CSV, Excel, Parquet, tables for the terminal."""
