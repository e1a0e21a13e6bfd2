import './css/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { Gallery } from './gallery/Gallery.tsx';
import { keptTheme, showTheme } from './theme.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root');
showTheme(keptTheme());
createRoot(root).render(<StrictMode>{location.pathname.startsWith('/gallery') ? <Gallery /> : <App />}</StrictMode>);
