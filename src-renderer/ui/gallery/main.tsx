import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../tokens.css';
import { Gallery } from './Gallery.tsx';

const root = document.documentElement;
const asked = new URLSearchParams(window.location.search);
root.dataset.theme = asked.get('theme') ?? 'dark';
root.dataset.contrast = asked.get('contrast') ?? 'normal';
root.style.colorScheme = root.dataset.theme;

const place = document.getElementById('app');
if (!place) throw new Error('index.html has no #app');
createRoot(place).render(
  <StrictMode>
    <Gallery open={asked.get('open')} />
  </StrictMode>,
);
