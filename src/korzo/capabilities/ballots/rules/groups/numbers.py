"""Big whole numbers: GMP's where gmpy2 is installed, else Python's own (about eight times slower)."""

from typing import Any

try:
    import gmpy2
except ImportError:  # gmpy2 has no wheel for every machine
    big: Any = int
    power: Any = pow

    def inverse(value: Any, modulus: Any) -> Any:
        """1 / value mod modulus."""
        return pow(value, -1, modulus)

    def square(value: Any, modulus: Any) -> bool:
        """Tell whether value (not 0) is a square modulo a prime (Euler's criterion)."""
        return bool(pow(value, (modulus - 1) // 2, modulus) == 1)
else:
    big = gmpy2.mpz
    power = gmpy2.powmod
    inverse = gmpy2.invert

    def square(value: Any, modulus: Any) -> bool:
        """Tell whether value (not 0) is a square modulo a prime (Legendre's symbol)."""
        return bool(gmpy2.jacobi(value, modulus) == 1)
