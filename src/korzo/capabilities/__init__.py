"""What Korzo can do for a city, one package each; none knows another."""
