import react from "@vitejs/plugin-react";
import { defineConfig, type ProxyOptions } from "vite";

// The client and the CRM share one origin, as they would behind one proxy: the session cookie and
// the CSRF check then work as on the site itself. VELOCITY_URL says where the CRM listens.
const target = process.env["VELOCITY_URL"] ?? "http://127.0.0.1:8000";
const there: ProxyOptions = { target, changeOrigin: false };
const proxy = Object.fromEntries(
  ["/api", "/login", "/logout", "/account", "/static"].map((path) => [path, there]),
);

export default defineConfig({
  plugins: [react()],
  server: { proxy },
  preview: { proxy, host: "127.0.0.1", strictPort: true },
});
