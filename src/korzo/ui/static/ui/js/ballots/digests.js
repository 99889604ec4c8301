// Hashes and random numbers (Belenios v1, "Basic types").
import { sha256 } from "../../vendor/noble/hashes/sha2.js";

const utf8 = new TextEncoder();

export const hash = (data) => sha256(typeof data === "string" ? utf8.encode(data) : data);
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
export const hexOf = (data) => hex(hash(data));
export const numberOf = (bytes) => BigInt(`0x${hex(bytes)}`);
export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

// SHA-256 in Base64 without "=": fingerprints, trackers, signed hashes.
export const base64Of = (data) => btoa(String.fromCharCode(...hash(data))).replace(/=+$/, "");
