"""The city as ground: its boundary, districts, streets, addresses, neighbours, and the map drawn from them.

`places.queries` answers (where is this point, where is this address, what does the map look like), `places.importing`
fills from GeoJSON, `places.geometry` is plain computation. All coordinates are WGS 84 degrees; a position is always
said latitude first, and only GeoJSON itself turns it round.
"""
