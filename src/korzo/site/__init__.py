"""The one place where all is put together: settings, addresses, API, menu, health."""
