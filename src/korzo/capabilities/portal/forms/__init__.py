"""What editors type. Forms check shape; the operations decide."""
